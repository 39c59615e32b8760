// Plays the steps of scenario.json through aws-sdk-go-v2/service/connect and compares what comes back.
//
// It is run with the path of the table, the URL of the service and the URL of the server of faults, and prints
// `ok NAME` or `FAIL NAME expected ... got ...` for each step.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/connect"
)

// The table of the steps.
type table struct {
	Defaults map[string]any
	Steps    []map[string]any
}

// One step, with the defaults filled in.
type step struct {
	Name, Server, Operation string
	Instance, Contact, Flow string
	Timers                  [][3]any
	Output                  map[string]string
	Error                   expectedError
	Errors                  map[string]expectedError
	Refused                 map[string]string
}

// The error that a step expects.
type expectedError struct {
	Type     string
	Status   int
	Message  *string
	Contains []string
	Members  map[string]string
}

func main() {
	if err := play(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Plays all steps; fails at the end if one of them failed.
func play(path, service, faults string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var steps table
	if err := json.Unmarshal(text, &steps); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	clients := map[string]*connect.Client{
		"service": connect.NewFromConfig(settings, func(o *connect.Options) { o.BaseEndpoint = &service }),
		"faults":  connect.NewFromConfig(settings, func(o *connect.Options) { o.BaseEndpoint = &faults }),
	}
	contact, failed := "", 0
	for _, row := range steps.Steps {
		step, err := filledIn(steps.Defaults, row, contact)
		if err != nil {
			return err
		}
		outcome := call(ctx, clients[step.Server], step)
		if started, ok := outcome.output.(*connect.StartChatContactOutput); ok {
			contact = aws.ToString(started.ContactId)
		}
		if wrong := difference(step, outcome); wrong != nil {
			failed++
			fmt.Println("FAIL", step.Name, "expected", asJSON(wrong[0]), "got", asJSON(wrong[1]))
		} else {
			fmt.Println("ok", step.Name)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d steps failed", failed)
	}
	return nil
}

// The step with the defaults, and with the id of the chat that was started in place of $ContactId.
func filledIn(defaults, row map[string]any, contact string) (step, error) {
	var filled step
	for _, members := range []map[string]any{defaults, row} {
		text, err := json.Marshal(members)
		if err != nil {
			return filled, err
		}
		text = []byte(strings.ReplaceAll(string(text), "$ContactId", contact))
		if err := json.Unmarshal(text, &filled); err != nil {
			return filled, err
		}
	}
	return filled, nil
}

// The value as one line.
func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("%q", fmt.Sprint(value))
	}
	return string(text)
}
