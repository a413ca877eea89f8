package specloom

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Texts are UTF-8. JSON can spell half a surrogate pair (\ud83d); such a half is kept as the three bytes that
// UTF-8 would give it, written back as it came, and joined with its other half when a delta brings it.

func isHigh(unit rune) bool { return 0xD800 <= unit && unit < 0xDC00 }

func isLow(unit rune) bool { return 0xDC00 <= unit && unit < 0xE000 }

// appendUnit appends a code unit of UTF-16, halves of pairs included.
func appendUnit(text []byte, unit rune) []byte {
	if !utf16.IsSurrogate(unit) {
		return utf8.AppendRune(text, unit)
	}
	half := []byte{0xED, byte(0x80 | unit>>6&0x3F), byte(0x80 | unit&0x3F)}
	if before := trailingHalf(string(text)); isLow(unit) && isHigh(before) {
		return utf8.AppendRune(text[:len(text)-3], utf16.DecodeRune(before, unit))
	}
	return append(text, half...)
}

// halfAt gives the half of a pair that begins at i, or 0.
func halfAt(text string, i int) rune {
	if i >= 0 && i+2 < len(text) && text[i] == 0xED && text[i+1] >= 0xA0 && text[i+1] <= 0xBF {
		return 0xD000 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F)
	}
	return 0
}

func trailingHalf(text string) rune { return halfAt(text, len(text)-3) }

// join gives the character that two texts in a row spell where they meet, or 0.
func join(left, right string) rune {
	high, low := trailingHalf(left), halfAt(right, 0)
	if isHigh(high) && isLow(low) {
		return utf16.DecodeRune(high, low)
	}
	return 0
}

// count is the number of code points of a text.
func count(text string) int {
	points := 0
	for i := 0; i < len(text); points++ {
		i += step(text, i)
	}
	return points
}

// cut gives the first points code points of a text, and the rest.
func cut(text string, points int) (string, string) {
	i := 0
	for ; i < len(text) && points > 0; points-- {
		i += step(text, i)
	}
	return text[:i], text[i:]
}

func step(text string, i int) int {
	if halfAt(text, i) != 0 {
		return 3
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return size
}

// plainly is the length of what stands at the beginning of a text and means itself in JSON: ASCII without quotation
// marks, backslashes and control characters. It looks at eight bytes at a time: the top bit of each, which is zero in
// ASCII, becomes one where a difference falls below zero.
func plainly(text string) int {
	const each, top = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(text); i += 8 {
		t := text[i : i+8]
		bytes := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		quotes, backslashes := bytes^('"'*each), bytes^('\\'*each)
		if (bytes|(bytes-' '*each)|(quotes-each)|(backslashes-each))&top != 0 {
			break
		}
	}
	return i
}

// gathered is text that grows.
type gathered struct{ built strings.Builder }

func gather(text string) *gathered {
	g := new(gathered)
	g.built.WriteString(text)
	return g
}

func (g *gathered) text() string { return g.built.String() }

// add appends a piece that begins with no half of a pair.
func (g *gathered) add(piece string) {
	if g.built.Cap()-g.built.Len() < len(piece) {
		g.built.Grow(len(piece)) // to twice the room, where appending takes a quarter more each time
	}
	g.built.WriteString(piece)
}

func (g *gathered) append(piece string) {
	if met := join(g.text(), piece); met != 0 {
		g.cut(len(g.text()) - 3)
		g.built.WriteRune(met)
		piece = piece[3:]
	}
	g.add(piece)
}

// cut takes text back; what was read before stays as it was.
func (g *gathered) cut(length int) {
	text := g.text()[:length]
	g.built.Reset()
	g.built.WriteString(text)
}
