/**
 * Files of users, vectors above all: {@link org.nseekfs.cli.file.VectorFile} reads vectors and
 * other matrices, memory-mapped, {@link org.nseekfs.cli.file.NpyWriter} writes them. Errors name
 * the file, the position and the value.
 */
package org.nseekfs.cli.file;
