package org.nseekfs.cli.demo;

/**
 * A question that describes a synset in words which its text hardly has. These synsets are part of
 * every selection, however small, so that each question has an answer: see {@link Selection}. Among
 * all of WordNet's synsets, too, each was the nearest to its question by vector.
 */
public enum SampleQuestion {
  /** Claustrophobia: a morbid fear of being closed in a confined space. */
  CLAUSTROPHOBIA("afraid of tight, enclosed spaces", "noun14406657"),
  /** Deja vu: the experience of thinking that a new situation had occurred before. */
  DEJA_VU("feeling that I have lived through this moment before", "noun05818466"),
  /** Nepotism: favoritism shown to relatives or close friends by those in power. */
  NEPOTISM("giving jobs to your own relatives", "noun01157387"),
  /** Beacon, lighthouse: a tower with a light that gives warning of shoals to passing ships. */
  LIGHTHOUSE("tower whose lamp warns ships of the coast", "noun02817995"),
  /** Solar eclipse: the moon interrupts light from the sun. */
  SOLAR_ECLIPSE("when the moon blocks out the sun", "noun07383477");

  private final String question;
  private final String expectedKey;

  SampleQuestion(String question, String expectedKey) {
    this.question = question;
    this.expectedKey = expectedKey;
  }

  /** What is asked. */
  public String question() {
    return question;
  }

  /** The key of the synset that is described. */
  public String expectedKey() {
    return expectedKey;
  }
}
