/**
 * Questions to an index by text, by vector and by both, and how well each finds what it should:
 * {@code nseek hybrid} and {@code eval}.
 */
package org.nseekfs.cli.retrieval;
