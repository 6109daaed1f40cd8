"""Pages of what suppliers declare: add a workbook, see what it says, take it over or not."""
