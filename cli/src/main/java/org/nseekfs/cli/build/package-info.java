/** What writes indexes of the command's own, adds to them and deletes from any. */
package org.nseekfs.cli.build;
