/** The {@code nseek} command: one class a subcommand. */
package org.nseekfs.cli;
