package specloom

import (
	"errors"
	"strconv"
	"strings"
)

// maxDepth bounds how deep lists and objects may lie in each other.
const maxDepth = 1000

// cursor reads JSON text. A syntax error ends everything; a misfit, a value of another kind than declared,
// sends the member at hand to the residue of the object around it.
type cursor struct {
	text   string // strings without escapes are slices of it
	at     int
	depth  int
	misfit bool
	again  bool // an object names a member twice
	err    error
}

func (c *cursor) syntax(reason string) {
	if c.err == nil {
		c.err = errors.New("invalid JSON: " + reason + " at byte " + strconv.Itoa(c.at))
	}
}

// bad says whether reading the value at hand has failed.
func (c *cursor) bad() bool { return c.misfit || c.err != nil }

// peek skips white space and gives the next byte, 0 at the end.
func (c *cursor) peek() byte {
	for c.at < len(c.text) {
		switch b := c.text[c.at]; b {
		case ' ', '\n', '\r', '\t':
			c.at++
		default:
			return b
		}
	}
	return 0
}

// open steps into an object or a list; more says whether a member or an item follows.
func (c *cursor) open(bracket byte) bool {
	if c.bad() {
		return false
	}
	if c.peek() != bracket {
		c.misfit = true
		return false
	}
	c.depth++
	if c.depth > maxDepth {
		c.syntax("too deep")
		return false
	}
	c.at++
	return true
}

func (c *cursor) more(first *bool, end byte) bool {
	if c.bad() {
		return false
	}
	next := c.peek()
	if next == end && *first {
		c.at++
		c.depth--
		return false
	}
	if *first {
		*first = false
		return true
	}
	switch next {
	case ',':
		c.at++
		return true
	case end:
		c.at++
		c.depth--
	default:
		c.syntax("expected , or the end of the list or object")
	}
	return false
}

// key reads the name of a member and the colon after it.
func (c *cursor) key() string {
	if c.peek() != '"' {
		c.syntax("expected the name of a member")
		return ""
	}
	name := c.str()
	if c.err == nil && c.peek() != ':' {
		c.syntax("expected :")
	}
	c.at++
	return name
}

func (c *cursor) null() bool {
	if !c.bad() && c.peek() == 'n' && strings.HasPrefix(c.text[c.at:], "null") {
		c.at += len("null")
		return true
	}
	return false
}

// digits steps over decimal digits and says how many there were.
func (c *cursor) digits() int {
	start := c.at
	for c.at < len(c.text) && c.text[c.at]-'0' <= 9 {
		c.at++
	}
	return c.at - start
}

// number steps over a number and gives its text.
func (c *cursor) number() string {
	if c.bad() {
		return ""
	}
	if next := c.peek(); next != '-' && next-'0' > 9 {
		c.misfit = true
		return ""
	}
	start := c.at
	if c.text[c.at] == '-' {
		c.at++
	}
	lead := c.at
	if count := c.digits(); count == 0 || count > 1 && c.text[lead] == '0' {
		c.syntax("bad number")
		return ""
	}
	if c.at < len(c.text) && c.text[c.at] == '.' {
		c.at++
		if c.digits() == 0 {
			c.syntax("bad number")
		}
	}
	if c.at < len(c.text) && c.text[c.at]|0x20 == 'e' {
		c.at++
		if c.at < len(c.text) && (c.text[c.at] == '+' || c.text[c.at] == '-') {
			c.at++
		}
		if c.digits() == 0 {
			c.syntax("bad number")
		}
	}
	return c.text[start:c.at]
}

func (c *cursor) int64() int64 {
	found := c.number()
	if c.bad() {
		return 0
	}
	value, err := strconv.ParseInt(found, 10, 64)
	if err != nil {
		if value, err = number(found).int64(); err != nil {
			c.misfit = true
			return 0
		}
	}
	return value
}

func (c *cursor) float64() float64 {
	found := c.number()
	if c.bad() {
		return 0
	}
	value, err := strconv.ParseFloat(found, 64)
	if err != nil {
		c.misfit = true
		return 0
	}
	return value
}

func (c *cursor) boolean() bool {
	if c.bad() {
		return false
	}
	switch next := c.peek(); {
	case next == 't' && strings.HasPrefix(c.text[c.at:], "true"):
		c.at += len("true")
		return true
	case next == 'f' && strings.HasPrefix(c.text[c.at:], "false"):
		c.at += len("false")
		return false
	}
	c.misfit = true
	return false
}

// skip steps over any value.
func (c *cursor) skip() {
	if c.bad() {
		return
	}
	switch next := c.peek(); {
	case next == '"':
		c.str()
	case next == '{':
		first := true
		for c.open('{'); c.more(&first, '}'); c.skip() {
			c.key()
		}
	case next == '[':
		first := true
		for c.open('['); c.more(&first, ']'); c.skip() {
		}
	case next == 't' || next == 'f':
		if c.boolean(); c.misfit {
			c.syntax("expected a value")
		}
	case next == 'n' && c.null():
	case next == '-' || next-'0' <= 9:
		c.number()
	default:
		c.syntax("expected a value")
	}
}

// raw steps over any value and gives its text.
func (c *cursor) raw() []byte {
	c.peek()
	start := c.at
	c.skip()
	if c.bad() {
		return nil
	}
	return []byte(c.text[start:c.at])
}

// end makes sure that nothing follows.
func (c *cursor) end() {
	if c.peek(); c.err == nil && c.at < len(c.text) {
		c.syntax("text after the value")
	}
}

// isJSON says whether a text is one JSON value.
func isJSON(text string) bool {
	c := cursor{text: text}
	c.skip()
	c.end()
	return !c.bad()
}
