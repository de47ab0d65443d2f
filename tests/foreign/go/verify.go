// Checks a Moot log with golang.org/x/mod/sumdb/{note,tlog} as they are. What is ours is the mapping of tile paths (the sumdb's contain the height)
// and the splitting of entry bundles.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8
const width = 1 << height

type site struct {
	url string
}

func (s site) get(path string) ([]byte, error) {
	answer, err := http.Get(strings.TrimSuffix(s.url, "/") + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// number writes a tile's number as tlog-tiles does: 1234067 is x001/x234/067.
func number(n int64) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	return text
}

func partial(w int) string {
	if w == width {
		return ""
	}
	return fmt.Sprintf(".p/%d", w)
}

func (s site) Height() int { return height }

func (s site) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(tiles))
	for i, t := range tiles {
		data, err := s.get(fmt.Sprintf("tile/%d/%s%s", t.L, number(t.N), partial(t.W)))
		if err != nil {
			return nil, err
		}
		read[i] = data
	}
	return read, nil
}

func (s site) SaveTiles([]tlog.Tile, [][]byte) {}

// checkpoint opens the signed checkpoint and reads the tree from it.
func (s site) checkpoint(vkey string) (tlog.Tree, string, error) {
	var tree tlog.Tree
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, "", err
	}
	bytes, err := s.get("checkpoint")
	if err != nil {
		return tree, "", err
	}
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		return tree, "", fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 3 || lines[0] != verifier.Name() {
		return tree, "", errors.New("checkpoint: not of this log")
	}
	if _, err := fmt.Sscanf(lines[1], "%d", &tree.N); err != nil {
		return tree, "", err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, lines[0], err
}

func (s site) entries(size int64) ([][]byte, error) {
	var all [][]byte
	for n := int64(0); n*width < size; n++ {
		w := width
		if size-n*width < width {
			w = int(size - n*width)
		}
		data, err := s.get("tile/entries/" + number(n) + partial(w))
		if err != nil {
			return nil, err
		}
		for i := 0; i < w; i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return nil, fmt.Errorf("bundle %d ends early", n)
			}
			length := 2 + int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:length])
			data = data[length:]
		}
		if len(data) > 0 {
			return nil, fmt.Errorf("bundle %d goes on", n)
		}
	}
	return all, nil
}

// openAct opens the act in an entry with the verifier key of its author.
func openAct(entry []byte) error {
	text := string(entry)
	end := strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n") + 1
	act, host := text[:end], text[end:]
	if !strings.HasPrefix(host, "host ") {
		return errors.New("no host line")
	}
	start := strings.Index(act, "\n\n— ")
	if start < 0 {
		return errors.New("no signature")
	}
	name := strings.SplitN(act[start+len("\n\n— "):], " ", 2)[0]
	key, err := hex.DecodeString(name)
	if err != nil {
		return err
	}
	vkey, err := note.NewEd25519VerifierKey(name, key)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	opened, err := note.Open([]byte(act), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != 1 || !strings.HasPrefix(opened.Text, "moot/act/v1\n") {
		return errors.New("not an act of its author")
	}
	return nil
}

func check(s site, vkey string, old int64) (tlog.Tree, error) {
	tree, origin, err := s.checkpoint(vkey)
	if err != nil {
		return tree, err
	}
	entries, err := s.entries(tree.N)
	if err != nil {
		return tree, err
	}

	// Every entry against the tree by its own tiles.
	reader := tlog.TileHashReader(tree, s)
	indexes := make([]int64, len(entries))
	for i := range entries {
		indexes[i] = tlog.StoredHashIndex(0, int64(i))
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return tree, err
	}
	var stored []tlog.Hash
	own := tlog.HashReaderFunc(func(wanted []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(wanted))
		for i, index := range wanted {
			found[i] = stored[index]
		}
		return found, nil
	})
	for i, entry := range entries {
		if tlog.RecordHash(entry) != hashes[i] {
			return tree, fmt.Errorf("entry %d is not the one in the tree", i)
		}
		if err := openAct(entry); err != nil {
			return tree, fmt.Errorf("act in entry %d: %w", i, err)
		}
		more, err := tlog.StoredHashes(int64(i), entry, own)
		if err != nil {
			return tree, err
		}
		stored = append(stored, more...)
	}

	// An inclusion proof, and consistency between two sizes: the older root from the entries, the proof from the tiles.
	if old <= 0 || old > tree.N {
		old = (tree.N + 1) / 2
	}
	inclusion, err := tlog.ProveRecord(tree.N, old-1, reader)
	if err != nil {
		return tree, err
	}
	if err := tlog.CheckRecord(inclusion, tree.N, tree.Hash, old-1, hashes[old-1]); err != nil {
		return tree, err
	}
	root, err := tlog.TreeHash(old, own)
	if err != nil {
		return tree, err
	}
	proof, err := tlog.ProveTree(tree.N, old, reader)
	if err != nil {
		return tree, err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, root); err != nil {
		return tree, err
	}
	fmt.Printf("%s: %d entries, root %s, consistent with its first %d by %d hashes\n", origin, tree.N, base64.StdEncoding.EncodeToString(tree.Hash[:]), old, len(proof))
	return tree, nil
}

func run() error {
	url := flag.String("url", "", "the log")
	vkey := flag.String("vkey", "", "its key")
	old := flag.Int64("old", 0, "an older size")
	parent := flag.String("parent", "", "the log that it was forked from")
	parentKey := flag.String("parentvkey", "", "its key")
	flag.Parse()
	s := site{*url}
	tree, err := check(s, *vkey, *old)
	if err != nil || *parent == "" {
		return err
	}
	before, origin, err := site{*parent}.checkpoint(*parentKey)
	if err != nil {
		return fmt.Errorf("parent: %w", err)
	}
	proof, err := tlog.ProveTree(tree.N, before.N, tlog.TileHashReader(tree, s))
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
		return fmt.Errorf("not a fork of %s: %w", origin, err)
	}
	fmt.Printf("extends %s@%d by %d hashes\n", origin, before.N, len(proof))
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "FAIL", err)
		os.Exit(1)
	}
}
