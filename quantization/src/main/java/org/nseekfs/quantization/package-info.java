/**
 * Vectors as numbers: how they are stored as bytes, and how near two of them are. Knows nothing of
 * Lucene.
 *
 * <p>An {@link org.nseekfs.quantization.ElementType} encodes a vector into a <em>row</em>, and
 * back. A {@link org.nseekfs.quantization.QueryVector} is a vector that is searched for. {@link
 * org.nseekfs.quantization.Similarity} says how near a row is to it, and {@link
 * org.nseekfs.quantization.NormLimits} which vectors are taken. Of the packages below, {@link
 * org.nseekfs.quantization.kernel.sum} computes similarities, {@link org.nseekfs.quantization.code}
 * bounds them from above, and {@link org.nseekfs.quantization.lsh} estimates them.
 *
 * <p>The table is the numeric contract of each type; tests assert it.
 *
 * <table>
 * <caption>Element types</caption>
 * <tr><th>type</th><th>row bytes</th><th>magnitudes</th><th>relative rounding</th><th>accumulator</th></tr>
 * <tr><td>F8</td><td>dimension + 2</td><td>below 248 * 2^120</td><td>2^-4 from 2^-13 of the
 * row's largest</td><td>float, 64 lanes</td></tr>
 * <tr><td>F16</td><td>2 * dimension</td><td>below 65,520</td><td>2^-11 from 2^-14</td><td>float,
 * 64 lanes</td></tr>
 * <tr><td>BF16</td><td>2 * dimension</td><td>below (2 - 2^-8) * 2^127</td><td>2^-8 from
 * 2^-126</td><td>float, 64 lanes</td></tr>
 * <tr><td>F32</td><td>4 * dimension</td><td>finite</td><td>none</td><td>float, 64 lanes</td></tr>
 * <tr><td>F64</td><td>8 * dimension</td><td>finite</td><td>none</td><td>double, 16 lanes</td></tr>
 * <tr><td>BYTE</td><td>dimension</td><td>-128..127</td><td>none</td><td>int, exact up to 33,000
 * dimensions</td></tr>
 * </table>
 *
 * <p>Encoding rounds to nearest, ties to even. Decoding is exact. Encoding what was decoded gives
 * the same bytes.
 */
package org.nseekfs.quantization;
