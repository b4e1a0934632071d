/**
 * Sign codes that estimate raw values, and a learned hash function that puts near vectors into the
 * same bucket.
 *
 * <p>A sign code says on which side of many random hyperplanes a vector lies. A {@link
 * org.nseekfs.quantization.lsh.SignFrame} is learned once from a sample: it centres vectors and
 * turns them at random, and the signs of what comes out are the code. How often the signs of two
 * vectors differ tells their angle. So a {@link org.nseekfs.quantization.lsh.SignTarget} estimates
 * every document's raw value from a fraction of its bytes, with a known standard error, and a
 * {@link org.nseekfs.quantization.lsh.RecallMargin} says how low an estimate may be for its
 * document to be scored all the same.
 *
 * <p>Buckets are not made of the signs, as tables of locality-sensitive hashing are. A {@link
 * org.nseekfs.quantization.lsh.LearnedHash} is a function of the vectors themselves: a vector's
 * bucket is that of the nearest centroid, what others call an inverted file. {@link
 * org.nseekfs.quantization.lsh.HashLearner} learns it from the vectors of a segment, and how likely
 * a row of which bucket is a hit. {@link org.nseekfs.quantization.lsh.ExpectedHits} tells a search
 * how many hits are to be expected in buckets that it has not read.
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
