"""What the product tells its operators: logs, figures and faults. Nothing of what people wrote."""
