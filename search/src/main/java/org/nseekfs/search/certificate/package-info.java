/** What a search says of why its answer is right: plain data, and the digest that shows damage. */
package org.nseekfs.search.certificate;
