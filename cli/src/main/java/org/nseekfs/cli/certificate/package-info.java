/** Certificates and audit records of searches in files. */
package org.nseekfs.cli.certificate;
