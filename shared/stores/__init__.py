"""What both ends keep on disk: homes, and sealed files of keys, enrolments, images; model files."""
