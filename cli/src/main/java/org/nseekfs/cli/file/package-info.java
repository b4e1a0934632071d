/**
 * Files of users, vectors above all: {@link org.nseekfs.cli.file.VectorFile} reads vectors, {@link
 * org.nseekfs.cli.file.NpyMatrix} tables of numbers, both memory-mapped; {@link
 * org.nseekfs.cli.file.NpyWriter} writes both. Errors name the file, the position and the value.
 */
package org.nseekfs.cli.file;
