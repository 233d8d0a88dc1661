"""A drawing becomes a picture of twice its size, and may not bring anything from outside."""

from io import BytesIO

from PIL import Image

from labelapp.documents.picture import picture_of

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">{}</svg>'


def test_picture_has_two_pixels_for_each_unit_and_the_colours_of_the_drawing() -> None:
    half = '<rect width="40" height="20" fill="#ffffff"/><rect width="20" height="20" fill="#0b5868"/>'
    picture = Image.open(BytesIO(picture_of(DRAWING.format(half), 40, 20))).convert("RGB")
    assert picture.size == (80, 40)
    assert [picture.getpixel(place) for place in ((1, 1), (38, 38), (42, 2), (78, 38))] == [
        (11, 88, 104), (11, 88, 104), (255, 255, 255), (255, 255, 255),
    ]  # fmt: skip


def test_drawing_gets_nothing_from_outside() -> None:
    outside = '<image href="file:///etc/hostname" width="40" height="20"/>'
    with_it, without = (picture_of(DRAWING.format(shapes), 40, 20) for shapes in (outside, ""))
    assert with_it == without
