// The same conversation as peer.cpp, by flynn/noise:
//
//	peer initiator|responder PROTOCOL FRAMES REKEY_EVERY [PSK]
package main

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/flynn/noise"
)

func fail(format string, values ...interface{}) {
	fmt.Fprintf(os.Stderr, "peer.go: "+format+"\n", values...)
	os.Exit(1)
}

func check(err error, what string) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

func readMessage() []byte {
	var length [2]byte
	_, err := io.ReadFull(os.Stdin, length[:])
	check(err, "read length")
	message := make([]byte, binary.BigEndian.Uint16(length[:]))
	_, err = io.ReadFull(os.Stdin, message)
	check(err, "read message")
	return message
}

func writeMessage(message []byte) {
	framed := make([]byte, 2, 2+len(message))
	binary.BigEndian.PutUint16(framed, uint16(len(message)))
	_, err := os.Stdout.Write(append(framed, message...))
	check(err, "write message")
}

func frame(sender string, number uint64) string {
	if number == 1 {
		return ""
	}
	text := fmt.Sprintf("%s %d ", sender, number)
	if number == 0 {
		return text + strings.Repeat("x", noise.MaxMsgLen-16-len(text))
	}
	return text + strings.Repeat("x", int(number%700))
}

func rekeyIfDue(cipher *noise.CipherState, every uint64) {
	if n := cipher.Nonce(); n > 0 && n%every == 0 {
		cipher.Rekey()
	}
}

func sendFrames(sender string, count uint64, every uint64, cipher *noise.CipherState) {
	for i := uint64(0); i < count; i++ {
		rekeyIfDue(cipher, every)
		sealed, err := cipher.Encrypt(nil, nil, []byte(frame(sender, i)))
		check(err, "encrypt")
		writeMessage(sealed)
	}
}

func receiveFrames(sender string, count uint64, every uint64, cipher *noise.CipherState) {
	for i := uint64(0); i < count; i++ {
		rekeyIfDue(cipher, every)
		plain, err := cipher.Decrypt(nil, nil, readMessage())
		check(err, fmt.Sprintf("frame %d does not open", i))
		if string(plain) != frame(sender, i) {
			fail("frame %d is another", i)
		}
	}
}

func number(text string) uint64 {
	value, err := strconv.ParseUint(text, 10, 64)
	check(err, "number")
	return value
}

func handshakeState(role string, protocol string, psk []byte, static noise.DHKey) *noise.HandshakeState {
	parts := strings.Split(protocol, "_")
	hashes := map[string]noise.HashFunc{
		"SHA256": noise.HashSHA256, "SHA512": noise.HashSHA512, "BLAKE2b": noise.HashBLAKE2b}
	hash, known := hashes[parts[len(parts)-1]]
	if !known {
		fail("no such protocol: %s", protocol)
	}
	state, err := noise.NewHandshakeState(noise.Config{
		CipherSuite:           noise.NewCipherSuite(noise.DH25519, noise.CipherChaChaPoly, hash),
		Random:                rand.Reader,
		Pattern:               noise.HandshakeXX,
		Initiator:             role == "initiator",
		Prologue:              []byte("earshot interop"),
		PresharedKey:          psk,
		PresharedKeyPlacement: 0,
		StaticKeypair:         static,
	})
	check(err, "new handshake")
	return state
}

func main() {
	role, protocol, frames, every := os.Args[1], os.Args[2], number(os.Args[3]), number(os.Args[4])
	var psk []byte
	if len(os.Args) > 5 {
		var err error
		psk, err = hex.DecodeString(os.Args[5])
		check(err, "psk")
	}
	static, err := noise.DH25519.GenerateKeypair(rand.Reader)
	check(err, "static key")
	state := handshakeState(role, protocol, psk, static)

	var fromInitiator, fromResponder *noise.CipherState
	payloads := []string{"hello from initiator", "hello from responder", "and again from initiator"}
	for step, payload := range payloads {
		if (step == 1) == (role == "responder") {
			var message []byte
			message, fromInitiator, fromResponder, err = state.WriteMessage(nil, []byte(payload))
			check(err, "write handshake")
			writeMessage(message)
		} else {
			var got []byte
			got, fromInitiator, fromResponder, err = state.ReadMessage(nil, readMessage())
			check(err, "handshake message is refused")
			if string(got) != payload {
				fail("handshake payload is another")
			}
		}
	}
	if role == "initiator" {
		sendFrames("initiator", frames, every, fromInitiator)
		receiveFrames("responder", frames, every, fromResponder)
	} else {
		receiveFrames("initiator", frames, every, fromInitiator)
		sendFrames("responder", frames, every, fromResponder)
	}
	fmt.Fprintf(os.Stderr, "{\"hash\":\"%x\",\"static\":\"%x\",\"remote\":\"%x\"}\n",
		state.ChannelBinding(), static.Public, state.PeerStatic())
}
