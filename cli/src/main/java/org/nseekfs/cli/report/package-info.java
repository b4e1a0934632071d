/** A page that shows how an index is searched. */
package org.nseekfs.cli.report;
