/**
 * Sign codes: a frame, learned once, centres vectors and turns them at random; a document's code is
 * the signs of what comes out. How often the signs of two vectors differ tells their angle, and so
 * a target estimates every document's raw value from a fraction of its bytes, with a known standard
 * error.
 *
 * <p>A learned hash function puts near vectors into the same bucket or into buckets near to each
 * other, and knows how many hits to expect in which.
 *
 * <p>With centre c, document z = x - c of norm r and target q = t - c of norm g (under the cosine,
 * x and t of length 1), a raw value is base + offset + factor * g * r * cos(q, z):
 *
 * <table>
 * <caption>Raw values</caption>
 * <tr><th>similarity</th><th>base</th><th>offset</th><th>factor</th></tr>
 * <tr><td>dot product, cosine</td><td>(t, c)</td><td>(c, z)</td><td>1</td></tr>
 * <tr><td>euclidean</td><td>-g^2</td><td>-r^2</td><td>2</td></tr>
 * </table>
 */
package org.nseekfs.quantization.lsh;
