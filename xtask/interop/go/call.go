package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/connect"
	"github.com/aws/aws-sdk-go-v2/service/connect/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// How a call ended: with an output, with an error of the service, or before anything was sent.
type outcome struct {
	output any
	// The error and the name of its type in the package of the service's types.
	err      smithy.APIError
	typeName string
	status   int
	// The request id as the client shows it, and as the header has it where the client keeps the answer.
	requestID, headerID string
	// Why the client did not send the request.
	refused string
}

// Makes one call.
func call(ctx context.Context, client *connect.Client, step step) outcome {
	switch step.Operation {
	case "StartChatContact":
		output, err := client.StartChatContact(ctx, &connect.StartChatContactInput{
			InstanceId:                     &step.Instance,
			ContactFlowId:                  &step.Flow,
			ParticipantDetails:             &types.ParticipantDetails{DisplayName: aws.String("Zoë 🦀")},
			Attributes:                     map[string]string{"topic": "a late parcel"},
			SupportedMessagingContentTypes: []string{"text/plain", "text/markdown"},
		})
		if err != nil {
			return failed(err)
		}
		return succeeded(output, output.ResultMetadata)
	case "DescribeContact":
		input := &connect.DescribeContactInput{InstanceId: &step.Instance, ContactId: &step.Contact}
		output, err := client.DescribeContact(ctx, input)
		if err != nil {
			return failed(err)
		}
		return succeeded(output, output.ResultMetadata)
	case "StopContact":
		input := &connect.StopContactInput{InstanceId: &step.Instance, ContactId: &step.Contact}
		output, err := client.StopContact(ctx, input)
		if err != nil {
			return failed(err)
		}
		return succeeded(output, output.ResultMetadata)
	}
	var timers []types.ParticipantTimerConfiguration
	for _, entry := range step.Timers {
		timers = append(timers, timer(entry))
	}
	output, err := client.UpdateParticipantRoleConfig(ctx, &connect.UpdateParticipantRoleConfigInput{
		InstanceId: &step.Instance,
		ContactId:  &step.Contact,
		ChannelConfiguration: &types.UpdateParticipantRoleConfigChannelInfoMemberChat{
			Value: types.ChatParticipantRoleConfig{ParticipantTimerConfigList: timers},
		},
	})
	if err != nil {
		return failed(err)
	}
	return succeeded(output, output.ResultMetadata)
}

// One entry of the list; a kind of nil is left out.
func timer(entry [3]any) types.ParticipantTimerConfiguration {
	role, _ := entry[0].(string)
	kind, _ := entry[1].(string)
	configuration := types.ParticipantTimerConfiguration{
		ParticipantRole: types.TimerEligibleParticipantRoles(role),
		TimerType:       types.ParticipantTimerType(kind),
	}
	switch value := entry[2].(type) {
	case float64:
		minutes := &types.ParticipantTimerValueMemberParticipantTimerDurationInMinutes{Value: int32(value)}
		configuration.TimerValue = minutes
	case string:
		action := &types.ParticipantTimerValueMemberParticipantTimerAction{Value: types.ParticipantTimerAction(value)}
		configuration.TimerValue = action
	case map[string]any:
		// A union without a member is nil.
		if unknown, ok := value["$unknown"].([]any); ok {
			configuration.TimerValue = &types.UnknownUnionMember{Tag: fmt.Sprint(unknown[0])}
		}
	}
	return configuration
}

func succeeded(output any, metadata middleware.Metadata) outcome {
	id, _ := awsmiddleware.GetRequestIDMetadata(metadata)
	// An output does not keep the headers of its answer; an error does.
	return outcome{output: output, requestID: id, headerID: id}
}

func failed(err error) outcome {
	var answer *awshttp.ResponseError
	if !errors.As(err, &answer) {
		return outcome{refused: err.Error()}
	}
	ended := outcome{
		status:    answer.HTTPStatusCode(),
		requestID: answer.ServiceRequestID(),
		headerID:  answer.Response.Header.Get("x-amzn-RequestId"),
		typeName:  "not modeled: " + err.Error(),
	}
	if errors.As(err, &ended.err) {
		concrete := reflect.TypeOf(ended.err).Elem()
		if concrete.PkgPath() == reflect.TypeFor[types.AccessDeniedException]().PkgPath() {
			ended.typeName = concrete.Name()
		}
	}
	return ended
}
