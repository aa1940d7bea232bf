"""Paper 002: medical images encrypted by chaotic maps whose parameters networks make of EXIF dates."""
