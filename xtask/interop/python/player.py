"""A player of scenes: does with boto3 and a web socket what it is told, and tells what came of it.

It is run with the URL of the service. It reads one command a line, as JSON, and writes one answer a line; what is
right or wrong of it, others say. Its sockets stay until the input ends.
"""

import json
import re
import sys
import threading
import time
import uuid
from urllib.request import Request, urlopen

import boto3
from botocore.exceptions import ClientError, ParamValidationError
from websocket import WebSocketException, WebSocketTimeoutException, create_connection

#: How many seconds a wait may take, and a single call over the network.
PATIENCE = 20
#: How often a socket says that it is there, in seconds.
BEAT = 10
#: How long to wait, in seconds, before a lost socket is opened again.
PAUSE = 0.2
EVENT = "application/vnd.amazonaws.connect.event."


def main(endpoint):
    player = Player(endpoint)
    for line in sys.stdin:
        print(json.dumps(player.answer(json.loads(line)), default=str), flush=True)
    player.close()


class Player:
    """The two clients, and who takes part through them."""

    def __init__(self, endpoint):
        self.connect = boto3.client("connect", endpoint_url=endpoint)
        self.participant = boto3.client("connectparticipant", endpoint_url=endpoint)
        self.seats = {}

    def answer(self, command):
        """Does what a command says. An error of the service counts under the name of its class."""
        try:
            return {"output": getattr(self, "do_" + command.pop("do"))(**command)}
        except ParamValidationError as error:
            return {"refused": str(error)}
        except ClientError as error:
            return {"error": described(error)}
        except TimeoutError as error:
            return {"error": {"type": "timeout", "status": None, "message": str(error)}}
        except Exception as error:  # Whatever else goes wrong is told, and the next command is read.
            return {"error": {"type": "player", "status": None, "message": repr(error)}}

    def close(self):
        for seat in self.seats.values():
            seat.close()

    def do_call(self, operation, input):
        method = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation).lower()
        output = getattr(self.connect, method)(**input)
        output.pop("ResponseMetadata")
        return output

    def do_join(self, who, role, contact, participant, token):
        seat = Seat(self.participant, token)
        seat.open()
        self.seats[who] = seat
        return {}

    def do_say(self, who, text):
        said = self.participant.send_message(
            ConnectionToken=self.seats[who].token, ContentType="text/plain", Content=text
        )
        return {name: said[name] for name in ("Id", "AbsoluteTime")}

    def do_event(self, who, type, content=None):
        about = {} if content is None else {"Content": content}
        sent = self.participant.send_event(ConnectionToken=self.seats[who].token, ContentType=EVENT + type, **about)
        return {name: sent[name] for name in ("Id", "AbsoluteTime")}

    def do_attach(self, who, name, text):
        token, data = self.seats[who].token, text.encode()
        announced = self.participant.start_attachment_upload(
            ConnectionToken=token,
            ContentType="text/plain",
            AttachmentSizeInBytes=len(data),
            AttachmentName=name,
            ClientToken=str(uuid.uuid4()),
        )
        place = announced["UploadMetadata"]
        request = Request(place["Url"], data, place["HeadersToInclude"], method="PUT")
        urlopen(request, timeout=PATIENCE).close()
        self.participant.complete_attachment_upload(
            ConnectionToken=token, AttachmentIds=[announced["AttachmentId"]], ClientToken=str(uuid.uuid4())
        )
        return {"AttachmentId": announced["AttachmentId"]}

    def do_fetch(self, who, attachment):
        found = self.participant.get_attachment(ConnectionToken=self.seats[who].token, AttachmentId=attachment)
        with urlopen(found["Url"], timeout=PATIENCE) as file:
            return {"text": file.read().decode()}

    def do_transcript(self, who):
        call = {"ConnectionToken": self.seats[who].token, "SortOrder": "ASCENDING", "MaxResults": 100}
        call |= {"ScanDirection": "FORWARD", "StartPosition": {"MostRecent": 100}}
        items = []
        while True:
            page = self.participant.get_transcript(**call)
            items += page["Transcript"]
            if not page.get("NextToken"):
                return {"Transcript": items}
            call["NextToken"] = page["NextToken"]

    def do_seen(self, who, count):
        seat = self.seats[who]
        seat.wait(lambda: len({item["Id"] for item in seat.items}) >= count, f"there are no {count} items")
        return {"items": list(seat.items)}

    def do_reconnected(self, who, times):
        seat = self.seats[who]
        seat.wait(lambda: seat.times >= times, f"it was not there {times} times")
        return {"times": seat.times}

    def do_leave(self, who):
        seat = self.seats[who]
        seat.leaving = True
        self.participant.disconnect_participant(ConnectionToken=seat.token)
        seat.close()
        return {}


class Seat:
    """A connection of a participant, with its socket. One that is lost is made again."""

    def __init__(self, client, participant_token):
        self.client = client
        self.participant_token = participant_token
        self.token = None
        self.socket = None
        self.items = []
        #: How often its subscription was acknowledged.
        self.times = 0
        self.leaving = False
        self.changed = threading.Condition()

    def open(self):
        """Makes a connection and subscribes; from then on items are read beside."""
        made = self.client.create_participant_connection(
            Type=["WEBSOCKET", "CONNECTION_CREDENTIALS"],
            ParticipantToken=self.participant_token,
            ConnectParticipant=True,
        )
        socket = create_connection(made["Websocket"]["Url"], timeout=PATIENCE)
        send(socket, "aws/subscribe", content={"topics": ["aws/chat"]})
        while (frame := received(socket))["topic"] != "aws/subscribe":
            self.take(frame)
        if frame["content"]["status"] != "success":
            raise RuntimeError(f"the subscription was answered with {frame}")
        with self.changed:
            self.token, self.socket = made["ConnectionCredentials"]["ConnectionToken"], socket
            self.times += 1
            self.changed.notify_all()
        threading.Thread(target=self.read, args=[socket], daemon=True).start()

    def read(self, socket):
        """Takes items until the socket ends, and then comes back, unless it is over for this participant."""
        beat = 0.0
        try:
            while True:
                now = time.monotonic()
                if now >= beat:
                    send(socket, "aws/ping")
                    send(socket, "aws/heartbeat")
                    beat = now + BEAT
                try:
                    socket.settimeout(beat - now)
                    self.take(received(socket))
                except WebSocketTimeoutException:
                    pass
        except (WebSocketException, OSError) as error:
            socket.shutdown()
            if not self.leaving:
                print("a socket has ended:", error, file=sys.stderr)
                self.come_back()

    def come_back(self):
        until = time.monotonic() + PATIENCE
        while not self.leaving and time.monotonic() < until:
            try:
                return self.open()
            except ClientError as error:
                return print("it is over:", error, file=sys.stderr)
            except Exception as error:
                print("not yet:", error, file=sys.stderr)
            time.sleep(PAUSE)

    def take(self, frame):
        if frame["topic"] == "aws/chat":
            with self.changed:
                self.items.append(json.loads(frame["content"]))
                self.changed.notify_all()

    def wait(self, condition, otherwise):
        with self.changed:
            if not self.changed.wait_for(condition, PATIENCE):
                raise TimeoutError(f"{otherwise} after {PATIENCE} seconds")

    def close(self):
        self.leaving = True
        if self.socket is not None:
            self.socket.close()


def received(socket):
    """The next frame."""
    text = socket.recv()
    # The text of the frame that closes a socket is empty.
    if not text:
        raise WebSocketException("the other side has closed it")
    return json.loads(text)


def send(socket, topic, **more):
    socket.send(json.dumps({"topic": topic, **more}))


def described(error):
    answer = error.response
    return {
        "type": answer["Error"]["Code"],
        "status": answer["ResponseMetadata"]["HTTPStatusCode"],
        "message": answer["Error"]["Message"],
    }


main(sys.argv[1])
