"""The shared lists as one whole: checked, frozen and compared together."""

from diligence.framework.lists.difference import difference
from diligence.framework.lists.document import ListsDocument, lists_document, own_lists
from diligence.framework.lists.run import check_lists

__all__ = ["ListsDocument", "check_lists", "difference", "lists_document", "own_lists"]
