/** The language in which the server is asked: that of the document, where the reader's choice stands. */
export const language = (): 'zh' | 'en' => (document.documentElement.lang === 'en' ? 'en' : 'zh');
