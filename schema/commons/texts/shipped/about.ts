// About this station and the platform.
export const about = {
  textZh: `携手是{station}和辖区居民一起使用的平台。

# 它做什么
辖区分成若干网格，每个网格有自己的民警和网格员。居民在这里上报身边的安全问题，投票选出最让人不放心的事；民警按热榜安排巡逻，每一步都告诉投过票的人。志愿队、积分、失物招领也在这里。

# 它不做什么
它不能代替报警。遇到危险，请拨打 [110](tel:110)，不方便说话发短信到 12110。

# 怎样联系我们
请{contact}。[首页](/)有您网格正在值守的人，[帮助](/help) 里有常见的问题。

# 公开的规则
- 热榜怎样排：只按票数和时间，一人一票，页面上有“怎么排的”。
- 答复的时限：每件事的页面上写明最晚什么时候答复，谁答复的有署名，答复不能修改。
- 谁能看到什么：见 [隐私政策](/privacy)。
- 约定：见 [用户协议](/terms)。

# 合作单位和开发者
物业、街道、社区服务中心等可以向我们申请密钥，用同一个接口接入；能看到什么由权限和居民本人的同意决定。接口的说明：[schema.graphql](/schema.graphql)。
平台的程序是开放源代码的，采用 Apache-2.0 许可证。`,
  textEn: `Xieshou 携手 (hand in hand) is the platform that {station} and the residents of its district share.

# What it does
The district is divided into grids, each with an officer and a grid worker of its own. Residents report safety problems close to home and vote on what worries them most; patrols follow the hot list, and everyone who voted is told of every step. Volunteer teams, points, and lost and found are here, too.

# What it does not do
It does not replace an emergency call. In danger, call [110](tel:110); if you cannot speak, send a text message to 12110.

# How to reach us
Please {contact}. The [home page](/) names who is on duty in your grid, and [Help](/help) answers common questions.

# Rules that anyone can check
- How the hot list is ordered: by votes and time alone, one vote a person. The page explains it.
- Times to answer: each page says by when an answer is due. Answers are signed and cannot be changed.
- Who sees what: see the [privacy notice](/privacy).
- What we agree on: see the [terms](/terms).

# Partners and developers
Property managers, the street office, service centres and others can ask us for a key to the same API. What they see is decided by permissions and by each resident’s consent. Its description: [schema.graphql](/schema.graphql).
The software is open source under the Apache 2.0 licence.`,
};
