/**
 * What a segment holds of a field, open for reading.
 *
 * <p>A {@link org.nseekfs.codec.values.StoredField} has the field's rows ({@link
 * org.nseekfs.codec.values.FieldRows}), the codes derived from them ({@link
 * org.nseekfs.codec.values.FieldCodes}, {@link org.nseekfs.codec.values.FieldSigns}), and Lucene's
 * vector values over the rows. All are read through {@link org.nseekfs.codec.values.Records}: in
 * place where one memory segment covers them, else copied some at a time. A stored field also makes
 * a scorer of what is searched for, or refuses it.
 */
package org.nseekfs.codec.values;
