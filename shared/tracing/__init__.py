"""Where the time of a piece of work goes, told to whoever runs this end; off unless the settings say whom."""
