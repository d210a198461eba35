// Accessibility statement.
export const accessibility = {
  textZh: `我们希望每个人都能自己用携手，包括老年人、看不清、听不清、手不方便的人。

# 已经做到的
- 字有标准、大字、特大三种，在 [我的](/me) 的“阅读”里选；也跟随浏览器自己的字号。选大字时，按钮也会变大。
- 有高对比，也跟随手机的深色模式。文字和背景的对比至少 4.5 比 1。
- 状态都有图标和文字，不只靠颜色。
- 全部页面可以用键盘操作；调度大屏有快捷键。
- 名称、状态和错误提示可以由读屏软件读出；报警以后的进展可以朗读。
- 屏幕窄到 320 像素，字再大，也不用左右滚动。
- 手机设置了“减少动态效果”时，页面不做动画。
- 不用滑块、拼图一类的验证，登录只要短信里的数字，浏览器可以自动填。
- 没有限时的操作，写了一半的上报会保存在手机里。
- 中文和英文都是完整的。
每次更新前，每个页面都由程序按 WCAG 2.2 AA 检查，两种语言、三种字号、深色和高对比都查。

# 还有不足的
- 地图上的点用读屏软件听不全，同样的内容在旁边的列表里有。
- 居民自己写的内容和照片没有翻译，也没有图片说明。
- 还没有手语视频。

# 遇到困难
请告诉我们是哪个页面、用的什么设备：{contact}。我们会先想办法帮您把事情办成，再改进页面。
紧急情况请拨打 [110](tel:110)，听力或语言不便请发短信到 12110。`,
  textEn: `Everyone should be able to use Xieshou on their own, including older people and people who see, hear or move with difficulty.

# What is done
- Text in three sizes: choose one under “Reading” in [Me](/me). The browser’s own text size is followed, too. Buttons grow with the text.
- High contrast, and dark mode as your device is set. Text has a contrast of at least 4.5 to 1.
- Every status has an icon and a word, never colour alone.
- All pages work by keyboard; the dispatch board has shortcuts.
- Names, states and errors are there for screen readers; what happens after an alarm can be read aloud.
- Down to 320 pixels, in the largest text, nothing has to be scrolled sideways.
- Nothing moves when your device asks for reduced motion.
- No puzzles: signing in takes only the digits of a text message, which your browser can fill in.
- Nothing is timed, and a half-written report is kept on your phone.
- Chinese and English are both complete.
Before each release every page is checked by machine against WCAG 2.2 AA, in both languages and all text sizes, in dark mode and high contrast.

# What is not good enough yet
- Points on maps are not fully read out by screen readers; the list beside each map says the same.
- What residents write is not translated, and their photos have no description.
- There are no sign language videos yet.

# If something does not work for you
Tell us which page and what device: please {contact}. We first help you get done what you came for, then mend the page.
In an emergency call [110](tel:110); if you do not hear or speak well, send a text message to 12110.`,
};
