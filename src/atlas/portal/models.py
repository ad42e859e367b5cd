"""Wagtail's pictures and documents as tables of our own, so that columns can be added later.

Their names differ from Wagtail's, whose own tables stay beside them and would give users two ways back of one name.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class PortalImage(AbstractImage):
    """A picture with the words that stand for it."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        permissions: ClassVar = [("choose_image", "Can choose image")]


class PortalRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PortalDocument(AbstractDocument):
    """A file of the library."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        permissions: ClassVar = [("choose_document", "Can choose document")]
