"""Workbooks of Excel and LibreOffice, read and written in processes of their own."""
