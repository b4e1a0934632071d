/** One field's rows, and the codes derived from them, on their way to files. */
package org.nseekfs.codec.write;
