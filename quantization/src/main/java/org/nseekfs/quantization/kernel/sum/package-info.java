/**
 * Sums over the elements of stored rows and a target, and the raw values made of them.
 *
 * <p>{@link org.nseekfs.quantization.kernel.sum.RowScorer} scores rows of all element types.
 *
 * <p>To give the same bits, sums over float elements have one canonical order. A target t and a row
 * x, of elements i = 0, 1, ..., are summed in float (64 lanes) or double (16 lanes):
 *
 * <ol>
 *   <li>Element i has a position: i itself for F32 and F64. Smaller types are taken in groups of 16
 *       times p elements, p being how many share four bytes (4 for F8, 2 for F16 and BF16); within
 *       a group first the elements 0, p, 2p, ..., then 1, p + 1, ..., as a register of 16 ints
 *       yields them.
 *   <li>Lanes start at +0. The element at position k goes to lane k mod 64 (or 16), in ascending
 *       order, by one fused multiply-add: lane = fma(t, x, lane) for the dot product, fma(d, d,
 *       lane) with d = t - x rounded for the squared distance, fma(x, x, lane) for the squared
 *       norm.
 *   <li>The upper half of the lanes is added to the lower half, lane by lane, until one is left.
 *   <li>+0 is added, so that no sum is -0.
 * </ol>
 *
 * <p>In the dot product with F8 and F16 rows, t is the target times 2^(b - e) and x the element
 * times 2^-(b + s): b is the difference of the exponent biases (120 and 112), e the exponent of the
 * target's largest magnitude, s the row's scale (0 for F16). The sum is multiplied by 2^(e + s) in
 * double and rounded to float. Short of underflow these are the bits that unscaled sums would have.
 *
 * <p>The cosine is dot / (sqrt(targetNorm) * sqrt(rowNorm)) in double, from such sums, rounded to
 * float for float types. Sums over bytes are integers and exact in any order.
 *
 * <p>64 lanes of floats are 4, 8 or 16 accumulators of 512, 256 or 128 bits.
 */
package org.nseekfs.quantization.kernel.sum;
