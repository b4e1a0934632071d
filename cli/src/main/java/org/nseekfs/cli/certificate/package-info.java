/** Certificates of searches in files. */
package org.nseekfs.cli.certificate;
