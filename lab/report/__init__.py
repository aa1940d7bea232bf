"""One HTML file that shows what was measured: charts, tables and what they can and cannot say.

The file asks for nothing from any network and runs no script. The same inputs and seed give the same bytes.
"""
