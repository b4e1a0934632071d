/** Products of matrices and rotations of many vectors at once, for what makes codes. */
package org.nseekfs.quantization.kernel.matrix;
