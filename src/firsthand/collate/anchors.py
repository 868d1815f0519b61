"""What survives translation: numbers, names through transliteration, and common words of news, as keys that are equal in all languages."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

from firsthand.text import plain
from firsthand.vocabulary import rows

# Sounds that transliterations confuse, made one letter: what is left of a name are its consonants.
_SOUNDS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"[^a-z]", ""),
        (r"x", "ks"),
        (r"tsch|tch|dzh|zh|sh|ch|ts|dz", "s"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"kh|ck|gh", "k"),
        (r"[cqgh]", "k"),
        (r"[zj]", "s"),
        (r"[vw]", "f"),
        (r"b", "p"),
        (r"d", "t"),
        (r"l", "r"),
        (r"m", "n"),
        (r"[aeiouy]", ""),
        (r"(.)\1+", r"\1"),
    )
)
# Consonants kept of a name: four leave endings out and still tell most names apart; below three a skeleton says nothing.
KEPT, LEAST = 4, 3
# What a word in small letters counts against a capitalised one: cognates help, chance likenesses are many.
LOWER = 0.5
_DIGITS = re.compile(r"\d+(?:[ .,'\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
# Ten thousands and hundred millions, by which Chinese and Japanese count: 6万496 is 60,496, 1.5亿 is 150,000,000.
_MYRIADS = re.compile(r"(\d+(?:\.\d+)?)\s?([万萬億亿])(?:(\d{1,4})(?!\d))?")
_MYRIAD = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
# Words for thousand, million and milliard after a figure, as the languages of Europe write them; "billion" is left out, which means two things.
_SCALES = tuple(
    (re.compile(rf"\s?(?:{pattern})", re.I), value)
    for pattern, value in (
        (r"mill?i?ar[dj]\w*|milij?ard\w*|milljar\w*|миллиард\w*|млрд", 10**9),
        (r"mill?i[oó]n\w*|mili[jo]\w*|millj[oó]\w*|миллион\w*|млн|mln|mio", 10**6),
        (r"thousand|tausend|тысяч\w*|тыс|tis[íi]c\w*|tisu[ćc]\w*|þúsund\w*", 10**3),
    )
)
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W\d_]+)*")
# Ideographs used to write foreign names by their sound; a run of three or more is such a name.
_SOUND_SIGNS = (
    "阿埃艾安奥巴白贝本比彼宾波伯博布达丹道德登迪蒂丁东杜多恩尔法凡菲费芬夫弗福戈格古哈海汉豪赫亨霍基吉加杰金卡凯坎康考科克肯库夸拉莱赖兰朗劳勒雷里利莉列林琳隆"
    "卢鲁伦罗洛马玛迈曼梅门蒙米密明莫穆纳娜奈南内尼宁纽努诺欧帕潘佩蓬皮平普奇乔切琼茹若萨塞桑森沙山舍圣施什史斯丝索塔泰坦汤特腾提廷图托瓦万威韦维温文沃乌伍西希夏"
    "香谢辛休雅亚扬耶叶伊因英尤约泽扎詹珍朱兹祖佐"
)
_SOUNDED = re.compile(f"[{_SOUND_SIGNS}]{{3,}}")
_LOOSE = frozenset({"zh", "ja"})


@functools.lru_cache(maxsize=200_000)
def skeleton(word: str) -> str | None:
    """The consonants of a name in any script, as far as transliterations agree on them; ``None`` where too few are left.

    Example:
        >>> skeleton("Хабаровск") == skeleton("Khabarovsk") == skeleton("ハバロフスク")
        True
    """
    from anyascii import anyascii

    sounds = anyascii(word).lower()
    for pattern, letter in _SOUNDS:
        sounds = pattern.sub(letter, sounds)
    return sounds[:KEPT] if len(sounds) >= LEAST else None


@functools.cache
def _stems(language: str) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
    """One pattern of all words of news of a language, a group a concept, and the concepts in the order of the groups; ``None`` without a column."""
    listed = [row for row in rows("cross_words.csv") if row.get(language)]
    if not listed:
        return None
    cells = [
        "|".join(
            re.escape(p).replace(r"\$", r"(?!\w)").replace(r"\[", "[").replace(r"\]", "]")
            for p in row[language].lower().split("|")
        )
        for row in listed
    ]
    edge = "" if language in _LOOSE else r"(?<!\w)"
    return re.compile(edge + "(?:" + "|".join(f"({cell})" for cell in cells) + ")"), tuple(
        row["concept"] for row in listed
    )


def numbers(text: str) -> Counter[str]:
    """Figures of a text as keys: thousands' marks out, decimal commas to points.

    Example:
        >>> sorted(numbers("5,765 and 5 765, 4,1 of 12"))
        ['#12', '#4.1', '#5765']
        >>> numbers("６万496人") == numbers("60,496"), numbers("1,5 Millionen") == numbers("150万")
        (True, True)
    """
    found: Counter[str] = Counter()
    text = _MYRIADS.sub(_counted, unicodedata.normalize("NFKC", text))
    for match in _DIGITS.finditer(text):
        raw = match.group()
        whole = re.sub(r"[ .,'\u00a0\u202f](?=\d{3}(?!\d))", "", raw).replace(",", ".")
        scale = next((value for word, value in _SCALES if word.match(text, match.end())), 0)
        found["#" + (f"{round(float(whole) * scale)}" if scale else whole)] += 1
    return found


def _counted(match: re.Match[str]) -> str:
    return f"{round(float(match[1]) * _MYRIAD[match[2]]) + int(match[3] or 0)}"


def keys(text: str, language: str) -> dict[str, float]:
    """The anchors of a text with their counts: ``#`` numbers, ``@`` names and look-alike words by their consonants, ``=`` words of news."""
    text = unicodedata.normalize("NFKC", plain(text))
    found: dict[str, float] = defaultdict(float, numbers(text))
    lower = text.lower()
    stems = _stems(language)
    if stems:
        pattern, concepts = stems
        for match in pattern.finditer(lower):
            found["=" + concepts[(match.lastindex or 1) - 1]] += 1
    for match in _WORD.finditer(text):
        if len(match.group()) >= 4 or match.group().isupper():
            bones = skeleton(match.group())
            if bones:
                found["@" + bones] += 1 if match.group()[0].isupper() else LOWER
    if language in _LOOSE:
        for pattern in (_KATAKANA, _SOUNDED):
            for match in pattern.finditer(text):
                bones = skeleton(match.group())
                if bones:
                    found["@" + bones] += 1
    return dict(found)


def shared(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """The dot product of two weighted sets of anchors."""
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    return sum(w * large[k] for k, w in small.items() if k in large)
