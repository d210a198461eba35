// Help: what residents ask most, and the way to a person.
export const help = {
  textZh: `# 遇到危险怎么办？
直接拨打 [110](tel:110)。不方便说话，发短信到 12110，写清在哪里、发生了什么。
也可以在 [首页](/) 按住“一键报警”1.5 秒：位置马上发给值班民警，照片和文字可以之后再补。按错了，在接下来的页面里点“误触了”。

# 想找人说，不想自己点
请{contact}。不紧急的事，也可以拨打 [12345](tel:12345)。

# 怎样登录？收不到验证码怎么办？
点“登录”，输入手机号和短信里的 6 位数字，不用设密码。新号码会自动注册。
收不到时：等 60 秒再点“重新发送”；看看号码有没有输错、短信有没有被手机拦截；境外号码前面加国家代码，如 +852。还不行，请联系我们。
民警不会向您要验证码。要的，一定是骗子。

# 为什么要实名登记？
实名以后，您的票才计入热榜，这样能保证一人一票。到 [实名登记](/me/real-name) 填姓名、身份证号和住址，由您网格的民警或网格员核对。没有通过会写明原因，可以改好再交。
不实名也可以上报和报警。

# 怎样投票？投错了怎么办？
在 [热榜](/hot) 上点右边的票数。每件事一人一票，再点一次就撤回。没有网络时，票先存在手机里，联网后自动发送。
票多的事，民警必须在写明的时间内正式答复，巡逻也会往那里走。

# 怎样上报一件事？
点 [上报](/report)：先选地方，再选类别，写一两句，有照片更好。附近有人报过同样的事，页面会先给您看，点“我也遇到”就行。
上报以后会有编号。到 [我的上报](/tickets) 可以看到走到哪一步、接下来是什么、最晚什么时候。有进展会通知您。

# 上报以后没有动静怎么办？
在那件事的页面里点“催办”。超过时限的，系统会自动提醒上一级。

# 办完了，但没有解决
在那件事的页面里点“没解决，重新办理”，写一句为什么。办完以后也可以评价。

# 可以不留名吗？
可以。上报时打开“匿名”，处理的人看不到您是谁，除非是正在处理的紧急警情。

# 谁能看到我的电话和住址？
您网格值守的民警、网格员和所长。每看一次都有记录：[谁看过我的资料](/me/who-looked)。详细的说明在 [隐私政策](/privacy)。

# 手机丢了、换了手机
在新手机上用原来的号码登录，到 [我的](/me) 的“登录的设备”里退出旧手机。

# 字太小，看不清
到 [我的](/me) 的“阅读”里选“大字”或“特大”，也可以打开高对比、换成英文。更多见 [无障碍说明](/accessibility)。

# 没有网络能用吗？
打开过的首页、热榜、我的上报还能看。票和上报会存在手机里，联网后自动发送，不会重复。急事请打 110。

# 怎样当志愿者？积分有什么用？
到 [志愿者](/volunteer) 填您能帮什么、什么时间有空，审核通过后就可以报名班次。服务一次得一次积分，到 [积分](/points) 里兑换奖品。

# 丢了东西，捡到东西
到 [失物招领](/lost-found) 登记。像的会互相提醒；认领要答对一个问题，再凭取件码到警务室领取。

# 怎样删除账号？
到 [我的](/me)，点“注销账号”，再输入一次手机号。个人资料马上删除，不能恢复；投过的票会保留，但不再与您有关。删除前可以先 [下载自己的资料](/me/data)。`,
  textEn: `# What do I do in danger?
Call [110](tel:110). If you cannot speak, send a text message to 12110 and say where you are and what is happening.
You can also hold the alarm button on the [home page](/) for 1.5 seconds: the officer on duty gets your position immediately; photo and words can follow. If it was a mistake, say so on the page that opens.

# I would rather talk to someone
Please {contact}. For what is not urgent you can also call [12345](tel:12345).

# How do I sign in? What if no code arrives?
Press “Sign in” and type your mobile number, then the 6 digits from the text message. There is no password. New numbers are registered automatically.
If nothing arrives: wait 60 seconds and ask for a new code; check the number, and whether your phone blocks such messages; outside mainland China start with the country code, such as +852. If that does not help, contact us.
Police never ask for your code. Whoever does is a fraud.

# Why register my real name?
Your votes count once your name is verified, so that each person has one vote. Fill in name, identity number and address under [Real-name registration](/me/real-name); an officer or grid worker of your grid checks it. If it is not approved, you read why and can correct it.
You can report and raise an alarm without it.

# How do I vote? What if I change my mind?
Press the number to the right of an issue on the [hot list](/hot). You have one vote for each issue; press again to withdraw it. Without a network, votes wait on your phone and are sent later.
When an issue has many votes, the police must answer it officially by a stated time, and patrols go there.

# How do I report something?
Press [Report](/report): choose the place, then the category, and write a sentence or two. A photo helps. If someone reported the same nearby, you are shown it first and can add yourself with one press.
You get a number. [My reports](/tickets) shows how far it is, what comes next and by when. You are notified of every step.

# Nothing happens. What can I do?
Press “Remind” on its page. What is late is raised to the next level automatically.

# It was closed but not solved
Press “Not solved” on its page and say why in a sentence: it is handled again. You can also rate how it was handled.

# Can I stay anonymous?
Yes. Switch “anonymous” on when you report: those who handle it do not see who you are, except in an emergency that is still open.

# Who sees my phone and address?
Officers and grid workers on duty in your grid, and the commander. Every look is recorded: [Who has viewed my data](/me/who-looked). The details are in the [privacy notice](/privacy).

# I lost or changed my phone
Sign in on the new phone with the same number, then sign the old one out under “Signed-in devices” in [Me](/me).

# The text is too small
Choose large or extra large text under “Reading” in [Me](/me). High contrast and Chinese are there, too. More in the [accessibility statement](/accessibility).

# Does it work without a network?
Home, hot list and your reports open if you opened them before. Votes and reports wait on your phone and are sent once, later. In an emergency call 110.

# How do I become a volunteer? What are points for?
Say under [Volunteering](/volunteer) what you can do and when. Once you are accepted you can join shifts. Each service earns points, which buy rewards under [Points](/points).

# I lost or found something
Post it under [Lost and found](/lost-found). Likely matches are shown to both sides; to claim something you answer a question and collect it at the police office with a code.

# How do I delete my account?
Go to [Me](/me), press “Delete my account” and type your mobile number again. Your personal data is deleted immediately and cannot be restored; your votes stay, but no longer lead to you. You can [download your data](/me/data) first.`,
};
