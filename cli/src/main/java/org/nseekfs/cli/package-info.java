/**
 * The {@code nseek} command, which knows all commands; each is a class in the package of its
 * subject.
 */
package org.nseekfs.cli;
