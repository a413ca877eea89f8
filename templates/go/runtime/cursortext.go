package specloom

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

func (c *cursor) str() string {
	if c.bad() {
		return ""
	}
	if c.peek() != '"' {
		c.misfit = true
		return ""
	}
	c.at++
	text, all := c.text[c.at:], byte(0) // the top bit of all is of letters beyond ASCII
	for i := plainly(text); i < len(text); i++ {
		b := text[i]
		if b >= ' ' && b != '"' && b != '\\' {
			all |= b
			continue
		}
		start := c.at
		c.at += i
		switch b {
		case '"':
			c.at++
			found := text[:i]
			if all >= utf8.RuneSelf && !utf8.ValidString(found) {
				found = strings.ToValidUTF8(found, "\uFFFD")
			}
			return found
		case '\\':
			return c.escaped(start)
		}
		c.syntax("control character in a string")
		return ""
	}
	c.at = len(c.text)
	c.syntax("string without end")
	return ""
}

// escaped reads on from the first backslash of a string that began at start.
func (c *cursor) escaped(start int) string {
	found := append(make([]byte, 0, c.at-start+32), strings.ToValidUTF8(c.text[start:c.at], "\uFFFD")...)
	for c.at < len(c.text) {
		b := c.text[c.at]
		switch {
		case b == '"':
			c.at++
			return string(found)
		case b < ' ':
			c.syntax("control character in a string")
			return ""
		case b != '\\':
			letter, size := utf8.DecodeRuneInString(c.text[c.at:])
			found = utf8.AppendRune(found, letter)
			c.at += size
		default:
			c.at++
			found = c.escape(found)
			if c.err != nil {
				return ""
			}
		}
	}
	c.syntax("string without end")
	return ""
}

func (c *cursor) escape(found []byte) []byte {
	if c.at == len(c.text) {
		return found
	}
	b := c.text[c.at]
	c.at++
	switch b {
	case '"', '\\', '/':
		return append(found, b)
	case 'b':
		return append(found, '\b')
	case 'f':
		return append(found, '\f')
	case 'n':
		return append(found, '\n')
	case 'r':
		return append(found, '\r')
	case 't':
		return append(found, '\t')
	case 'u':
		unit := c.hex()
		if isHigh(unit) && strings.HasPrefix(c.text[c.at:], `\u`) {
			before := c.at
			c.at += 2
			if low := c.hex(); isLow(low) {
				return utf8.AppendRune(found, utf16.DecodeRune(unit, low))
			}
			c.at = before
		}
		return appendUnit(found, unit)
	}
	c.syntax("unknown escape in a string")
	return found
}

func (c *cursor) hex() rune {
	if c.at+4 <= len(c.text) {
		digits := c.text[c.at : c.at+4]
		if unit, err := strconv.ParseUint(digits, 16, 32); err == nil && digits[0] != '+' {
			c.at += 4
			return rune(unit)
		}
	}
	c.syntax("bad \\u escape")
	return 0
}
