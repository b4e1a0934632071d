/** One search: what is asked, its parts, what they share, the best documents they find. Not API. */
package org.nseekfs.search.execution;
