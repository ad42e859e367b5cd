"""Check digits worked out by hand."""

from __future__ import annotations

import pytest

from atlas.kernel.errors import DomainError
from atlas.registry.identifiers import read_krs, read_nip, read_regon

# NIP 123-456-32-18: 1·6+2·5+3·7+4·2+5·3+6·4+3·5+2·6+1·7 = 6+10+21+8+15+24+15+12+7 = 118 = 10·11 + 8 → last digit 8
# REGON 123456785: 1·8+2·9+3·2+4·3+5·4+6·5+7·6+8·7 = 8+18+6+12+20+30+42+56 = 192 = 17·11 + 5 → last digit 5
# REGON 400000000: 4·8 = 32 = 2·11 + 10, and ten counts as 0 → last digit 0
# REGON of 14: 12345678512347: 1·2+2·4+3·8+4·5+5·0+6·9+7·7+8·3+5·6+1·1+2·2+3·4+4·8
#   = 2+8+24+20+0+54+49+24+30+1+4+12+32 = 260 = 23·11 + 7 → last digit 7


@pytest.mark.parametrize("text", ["1234563218", "123-456-32-18", " 123 456 32 18 "])
def test_a_nip_is_read_with_its_usual_marks(text):
    assert read_nip(text) == "1234563218"


@pytest.mark.parametrize(
    "text", ["1234563219", "123456321", "12345632180", "PL1234563218", "\N{FULLWIDTH DIGIT ONE}234563218"]
)
def test_a_wrong_nip_is_refused(text):
    with pytest.raises(DomainError) as refused:
        read_nip(text)
    assert refused.value.code == "nip-wrong"


def test_a_nip_whose_remainder_is_ten_is_never_given():
    # 100001000?: 1·6 + 1·4 = 10, whatever the last digit
    for last in "0123456789":
        with pytest.raises(DomainError):
            read_nip("100001000" + last)


@pytest.mark.parametrize("text", ["123456785", "400000000", "12345678512347"])
def test_a_regon_of_nine_or_fourteen_digits_is_read(text):
    assert read_regon(text) == text


@pytest.mark.parametrize("text", ["123456784", "400000001", "12345678512346", "12345678412347", "1234567851"])
def test_a_wrong_regon_is_refused(text):
    with pytest.raises(DomainError) as refused:
        read_regon(text)
    assert refused.value.code == "regon-wrong"


def test_a_krs_number_has_ten_digits_and_no_check_digit():
    assert read_krs("0000 123 456") == "0000123456"
    for text in ("123456", "00001234567", "000012345X"):
        with pytest.raises(DomainError):
            read_krs(text)


def test_all_three_may_be_missing():
    assert (read_krs(""), read_nip(" "), read_regon("")) == ("", "", "")
