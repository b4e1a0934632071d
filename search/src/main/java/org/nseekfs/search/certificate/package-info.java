/**
 * What a search says of why its answer is right. A {@link
 * org.nseekfs.search.certificate.Certificate} is plain data: what was asked, what was searched,
 * what became of the documents, the hits. Its digest shows damage; it is no signature.
 */
package org.nseekfs.search.certificate;
