package main

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"
)

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// What was expected and what came instead, or nil.
func difference(step step, got outcome) []any {
	if refused, ok := step.Refused["go"]; ok {
		if !strings.Contains(got.refused, refused) {
			return []any{refused, described(got)}
		}
		return nil
	}
	if got.refused != "" {
		return []any{"a request that is sent", got.refused}
	}
	if !uuid.MatchString(got.requestID) || got.requestID != got.headerID {
		return []any{"one UUID as request id and in the header", []string{got.requestID, got.headerID}}
	}
	if step.Output != nil {
		if got.output == nil {
			return []any{"an output", described(got)}
		}
		return differentMembers(step.Output, got.output)
	}
	if own, ok := step.Errors["go"]; ok {
		step.Error = own
	}
	if got.err == nil || step.Error.Type != got.typeName || step.Error.Status != got.status {
		return []any{step.Error, described(got)}
	}
	message := got.err.ErrorMessage()
	if step.Error.Message != nil && *step.Error.Message != message {
		return []any{*step.Error.Message, message}
	}
	for _, part := range step.Error.Contains {
		if !strings.Contains(message, part) {
			return []any{part, message}
		}
	}
	return differentMembers(step.Error.Members, got.err)
}

// The outcome for a person to read.
func described(got outcome) string {
	if got.err != nil {
		return fmt.Sprintf("%s, status %d: %s", got.typeName, got.status, got.err.ErrorMessage())
	}
	return fmt.Sprintf("%s%s status %d output %+v", got.refused, got.typeName, got.status, got.output)
}

// The first of the expected members that is not as expected.
func differentMembers(expected map[string]string, members any) []any {
	for path, wanted := range expected {
		found := member(reflect.ValueOf(members), strings.Split(path, "."))
		if !fits(wanted, found) {
			return []any{map[string]any{path: wanted}, map[string]any{path: found}}
		}
	}
	return nil
}

// The member at a path: a field of a structure, or the value of a union if it is the member of that name.
func member(value reflect.Value, path []string) any {
	for value.Kind() == reflect.Pointer || value.Kind() == reflect.Interface {
		if value.IsNil() {
			return nil
		}
		value = value.Elem()
	}
	if len(path) == 0 {
		return value.Interface()
	}
	if value.Kind() != reflect.Struct {
		return nil
	}
	name := path[0]
	if strings.HasSuffix(value.Type().Name(), "Member"+name) {
		name = "Value"
	}
	found := value.FieldByName(name)
	if !found.IsValid() {
		return nil
	}
	return member(found, path[1:])
}

// Whether a value is the wanted one, or of the wanted kind.
func fits(wanted string, found any) bool {
	switch wanted {
	case "<absent>":
		return found == nil
	case "<text>":
		text, ok := found.(string)
		return ok && text != ""
	case "<uuid>":
		text, ok := found.(string)
		return ok && uuid.MatchString(text)
	case "<time>":
		moment, ok := found.(time.Time)
		return ok && time.Since(moment).Abs() < 5*time.Minute
	}
	return found != nil && fmt.Sprint(found) == wanted
}
