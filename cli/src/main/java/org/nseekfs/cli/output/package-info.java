/** What commands print: answers as text or JSON, tables, progress, failures. */
package org.nseekfs.cli.output;
