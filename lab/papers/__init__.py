"""The papers' tables, computed anew beside what was printed: one package a paper, one module a group."""
