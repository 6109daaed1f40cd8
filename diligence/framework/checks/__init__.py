"""The validator of editions: every error in one run, with its file and line."""

from diligence.framework.checks.problem import Problem
from diligence.framework.checks.run import check_edition
from diligence.framework.checks.series import Examined, check_series

__all__ = ["Examined", "Problem", "check_edition", "check_series"]
