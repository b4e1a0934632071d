/**
 * Certificates and audit records in files, and their checks: {@code nseek verify} and {@code
 * replay}.
 */
package org.nseekfs.cli.proof;
