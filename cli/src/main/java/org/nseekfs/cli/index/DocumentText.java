package org.nseekfs.cli.index;

/**
 * What a person reads of a document.
 *
 * @param key its name in the source, such as a synset's
 * @param words its title, which may be empty
 * @param gloss what it says
 */
public record DocumentText(String key, String words, String gloss) {

  /** What text search looks through, and what gets embedded. */
  public String text() {
    return words.isEmpty() ? gloss : words + ": " + gloss;
  }
}
