/** How right and how fast searches for vectors are: {@code nseek recall}. */
package org.nseekfs.cli.measure;
